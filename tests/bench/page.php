<?php
/*
 * The relation page by hand, as a decent PHP programmer would write it: PDO with a persistent connection, the same statements in one transaction, the
 * same audit row, everything escaped. Statements are emulated by PDO (one round trip each): real ones would be prepared anew for every request, which
 * takes two. tests/bench/measure.py checks that its words are those of our own page.
 */
declare(strict_types=1);

const MONTHS = [1 => 'januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december'];
const USAGES = ['E' => 'Eigen naam', 'P' => 'Naam van de partner', 'V' => 'Naam van de partner, dan de eigen naam', 'N' => 'Eigen naam, dan de naam van de partner'];
const SEXES = ['M' => 'Man', 'V' => 'Vrouw', 'X' => 'Anders (X)', 'O' => 'Onbekend'];
const COUNTRIES = ['BE' => 'België', 'DE' => 'Duitsland', 'ES' => 'Spanje', 'FR' => 'Frankrijk', 'GB' => 'Verenigd Koninkrijk', 'SR' => 'Suriname',
    'TR' => 'Turkije', 'PT' => 'Portugal', 'CA' => 'Canada', 'CW' => 'Curaçao'];
/* Not shown while empty. */
const QUIET = ['prefix', 'partner_prefix', 'partner_last_name', 'death_date', 'house_letter', 'house_addition', 'foreign_line1', 'foreign_line2',
    'foreign_line3', 'country', 'kvk', 'inactive_reason', 'inactive_date'];
const STATES = ['actief' => 'Actief', 'inactief' => 'Inactief'];
const SHORT_AREAS = ['10', '13', '15', '20', '23', '24', '26', '30', '33', '35', '36', '38', '40', '43', '45', '46', '50', '53', '55', '58', '70', '71', '72',
    '73', '74', '75', '76', '77', '78', '79', '84', '85', '88'];
const PARTS = ['contactpersonen' => ['Contactpersonen', 'contact_read'], 'lidmaatschappen' => ['Lidmaatschappen', 'membership_read'],
    'facturen' => ['Facturen', 'invoice_read'], 'notities' => ['Notities', 'note_read'], 'dossier' => ['Dossierstukken', 'dossier_read'],
    'serviceaanvragen' => ['Serviceaanvragen', 'service_read'], 'cursussen' => ['Cursussen', 'course_read'], 'alarmering' => ['Alarmering', 'alarm_read'],
    'taken' => ['Taken', 'task_read']];

function h(?string $s): string
{
    return htmlspecialchars($s ?? '', ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

function date_nl(string $d): string
{
    $p = explode('-', $d);
    return match (count($p)) {
        1 => $p[0],
        2 => MONTHS[(int)$p[1]] . ' ' . $p[0],
        default => (int)$p[2] . ' ' . MONTHS[(int)$p[1]] . ' ' . $p[0],
    };
}

function phone_nl(string $s): string
{
    if (!str_starts_with($s, '+31') || strlen($s) !== 12)
        return $s;
    $n = substr($s, 3);
    $area = $n[0] === '6' ? 1 : (in_array(substr($n, 0, 2), SHORT_AREAS, true) ? 2 : 3);
    return '+31 ' . substr($n, 0, $area) . ' ' . substr($n, $area);
}

function capital(string $s): string
{
    return ucfirst($s); /* a surname has its capital; prefixes are ASCII */
}

function joined(?string $prefix, string $name): string
{
    return ($prefix ?? '') === '' ? $name : "$prefix $name";
}

/* The surname in use, by naamgebruik. */
function surname(array $r): string
{
    $own = joined($r['prefix'], $r['last_name']);
    if (($r['partner_last_name'] ?? '') === '')
        return $own;
    $partner = joined($r['partner_prefix'], $r['partner_last_name']);
    return match ($r['name_usage']) {
        'P' => $partner,
        'V' => "$partner-$own",
        'N' => "$own-$partner",
        default => $own,
    };
}

function full_name(array $r): string
{
    $given = $r['initials'] ?? $r['call_name'] ?? $r['first_names'] ?? '';
    return $given === '' ? capital(surname($r)) : $given . ' ' . surname($r);
}

function salutation(array $r): string
{
    return match ($r['sex']) {
        'M' => 'Geachte heer ' . capital(surname($r)),
        'V' => 'Geachte mevrouw ' . capital(surname($r)),
        default => 'Geachte ' . full_name($r),
    };
}

function fail(int $code): never
{
    http_response_code($code);
    exit;
}

$db = new PDO('mysql:unix_socket=' . getenv('BENCH_SOCKET') . ';dbname=' . getenv('BENCH_SCHEMA') . ';charset=utf8mb4', getenv('BENCH_USER'),
    trim(file_get_contents(getenv('BENCH_PASSWORD_FILE'))), [
        PDO::ATTR_PERSISTENT => true,
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
        PDO::ATTR_AUTOCOMMIT => 0,
        PDO::MYSQL_ATTR_INIT_COMMAND => "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    ]);

/* One row of a statement. */
function row(PDO $db, string $sql, array $values): array|false
{
    $st = $db->prepare($sql);
    $st->execute($values);
    return $st->fetch();
}

if (!preg_match('~^/relaties/([0-9A-Za-z]{1,12})$~', $_SERVER['DOCUMENT_URI'], $m))
    fail(404);
$token = $_COOKIE['__Host-koren'] ?? '';
if (strlen($token) !== 43)
    fail(403);
$hash = hash('sha256', $token, true);
$user = row($db, 'SELECT user_id, site, name, function_title, relation_id, opened_at, seen_at, ended_at, active, permissions FROM view_session
    WHERE token_hash = ?', [$hash]);
$now = time();
if (!$user || $user['site'] !== 'staff' || $user['ended_at'] !== null || !$user['active'] || strtotime($user['seen_at'] . ' UTC') < $now - 1800
    || strtotime($user['opened_at'] . ' UTC') < $now - 36000)
    fail(403);
$may = array_flip(explode(',', $user['permissions'] ?? ''));
if (!isset($may['relation_read']))
    fail(403);

$r = row($db, 'SELECT id, version, created_at, changed_at, initials, call_name, first_names, prefix, last_name, partner_prefix, partner_last_name, name_usage,
    sex, birth_date, death_date, street, house_number, house_letter, house_addition, postcode, town, foreign_line1, foreign_line2, foreign_line3, country,
    phone, mobile, email, iban, kvk, bsn IS NOT NULL AS bsn, number, status, inactive_reason, inactive_date FROM relation WHERE number = ?', [$m[1]]);
if (!$r)
    fail(404);
$counts = row($db, 'SELECT (SELECT COUNT(*) FROM contact_person WHERE relation_id = ?) AS contactpersonen, (SELECT COUNT(*) FROM membership
    WHERE relation_id = ?) AS lidmaatschappen, (SELECT COUNT(*) FROM invoice WHERE relation_id = ?) AS facturen, (SELECT COUNT(*) FROM note
    WHERE relation_id = ?) AS notities, (SELECT COUNT(*) FROM document WHERE relation_id = ?) AS dossier, (SELECT COUNT(*) FROM service_request
    WHERE relation_id = ?) AS serviceaanvragen, (SELECT COUNT(*) FROM enrolment WHERE relation_id = ?) AS cursussen, (SELECT COUNT(*) FROM alarm_subscription
    WHERE relation_id = ?) AS alarmering, (SELECT COUNT(*) FROM task WHERE relation_id = ?) AS taken', array_fill(0, 9, $r['id']));
$contact_of = $db->prepare('SELECT r.number, r.initials, r.call_name, r.first_names, r.prefix, r.last_name, r.partner_prefix, r.partner_last_name, r.name_usage,
    c.relationship FROM contact_person c JOIN relation r ON r.id = c.relation_id WHERE c.linked_relation = ? ORDER BY r.sort_key, r.number_order LIMIT 20');
$contact_of->execute([$r['number']]);
$contact_of = $contact_of->fetchAll();
$db->prepare("INSERT INTO audit (at, event, act, outcome, user_id, site, program, address, request, object, object_id, relation_id, sensitivity, detail)
    VALUES (?, 'relation_show', 'R', 'done', ?, 'staff', 'crm', ?, ?, 'relation', ?, ?, 'C', '')")
    ->execute([gmdate('Y-m-d H:i:s'), $user['user_id'], $_SERVER['REMOTE_ADDR'], $_SERVER['REQUEST_ID'], $r['id'], $r['id']]);
$db->exec('COMMIT');

$csrf = rtrim(strtr(base64_encode(hash_hmac('sha256', $token, 'bench', true)), '+/', '-_'), '=');
$number = h($r['number']);
$show = fn(string $s) => $s;
$groups = [
    'Naam' => [['Voorletters', 'initials'], ['Roepnaam', 'call_name'], ['Voornamen', 'first_names'], ['Voorvoegsel', 'prefix'], ['Achternaam', 'last_name'],
        ['Voorvoegsel van de partner', 'partner_prefix'], ['Achternaam van de partner', 'partner_last_name'],
        ['Naamgebruik', 'name_usage', fn($v) => USAGES[$v]], ['Geslacht', 'sex', fn($v) => SEXES[$v]]],
    'Geboorte en overlijden' => [['Geboortedatum', 'birth_date', date_nl(...)], ['Overlijdensdatum', 'death_date', date_nl(...)]],
    'Adres' => [['Straat', 'street'], ['Huisnummer', 'house_number'], ['Huisletter', 'house_letter'], ['Toevoeging', 'house_addition'],
        ['Postcode', 'postcode', fn($v) => substr($v, 0, 4) . ' ' . substr($v, 4)], ['Woonplaats', 'town'],
        ['Adres buiten Nederland, regel 1', 'foreign_line1'], ['Adres buiten Nederland, regel 2', 'foreign_line2'],
        ['Adres buiten Nederland, regel 3', 'foreign_line3'], ['Land', 'country', fn($v) => COUNTRIES[$v] ?? $v]],
    'Contact' => [['Telefoon', 'phone', phone_nl(...), 'tel:'], ['Mobiel', 'mobile', phone_nl(...), 'tel:'], ['E-mailadres', 'email', $show, 'mailto:']],
    'Financieel' => [['IBAN', 'iban', fn($v) => trim(chunk_split($v, 4, ' '))], ['KvK-nummer', 'kvk']],
    'Identificatie' => [['BSN', 'bsn']],
    'Inschrijving' => [['Relatienummer', 'number'], ['Status', 'status', fn($v) => STATES[$v]], ['Reden van afmelden', 'inactive_reason'],
        ['Afgemeld per', 'inactive_date', date_nl(...)]],
];
if (!isset($may['relation_finance_read']))
    array_shift($groups['Financieel']);
if (!isset($may['bsn_read']))
    unset($groups['Identificatie']);

header('Content-Type: text/html; charset=utf-8');
header('Cache-Control: no-store');
header("Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
header('X-Content-Type-Options: nosniff');
header('Referrer-Policy: no-referrer');
?>
<!doctype html>
<html lang="nl" class="staff">
<head>
<meta charset="utf-8">
<title><?= h(full_name($r)) ?> – KorènCRM – Vereniging Demo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#123f3a">
<link rel="stylesheet" href="/static/koren.css">
<link rel="icon" type="image/svg+xml" href="/static/koren.svg">
</head>
<body>
<a class="skip" href="#inhoud">Naar de inhoud</a>
<header class="head"><div class="wide">
  <a class="brand" href="/"><img src="/static/koren.svg" alt="" width="40" height="40"><span><strong>KorènCRM</strong><span class="of">Vereniging Demo</span></span></a>
  <div class="me"><p><a href="/account/sessies"><?= h($user['name']) ?></a><span class="sub"><?= h($user['function_title']) ?></span></p>
  <form class="inline" method="post" action="/afmelden" novalidate><input type="hidden" name="csrf" value="<?= $csrf ?>"><button class="button small">Afmelden</button></form></div>
</div></header>
<nav class="bar" aria-label="Hoofdmenu"><ul class="wide">
  <li><a href="/">Start</a></li>
  <li><a href="/relaties" aria-current="page">Relaties</a></li>
  <li><a href="/avg">AVG</a></li></ul></nav>
<main id="inhoud" class="wide" tabindex="-1">
<p class="back"><a href="/relaties"><span aria-hidden="true">← </span>Alle relaties</a></p>
<h1><?= h(full_name($r)) ?></h1>

<div class="person">
  <p class="facts"><span>Relatie <?= $number ?></span><?php if ($r['birth_date'] !== null): ?><span>geboren <?= h(date_nl($r['birth_date'])) ?></span><?php endif;
    if ($r['town'] !== null): ?><span><?= h($r['town']) ?></span><?php endif ?><span class="tag <?= $r['status'] === 'actief' ? 'ok' : 'off' ?>"><?= STATES[$r['status']] ?></span></p>
</div>

<div class="actions">
<?php if (isset($may['relation_edit'])): ?>
  <a class="button primary" href="/relaties/<?= $number ?>/wijzigen">Wijzigen</a>
<?php endif; if (isset($may['avg_export'])): ?>
  <form class="inline" method="post" action="/avg/export" novalidate><input type="hidden" name="csrf" value="<?= $csrf ?>"><input type="hidden" name="relatie" value="<?= $number ?>"><button class="button plain">AVG-export maken</button></form>
<?php endif; if (isset($may['relation_deactivate'])): ?>
  <a class="button plain" href="/relaties/<?= $number ?>/inactief">Inactief maken</a>
<?php endif ?>
</div>
<nav class="tabs" aria-label="Onderdelen"><ul>
  <li><a href="/relaties/<?= $number ?>" aria-current="page">Gegevens</a></li>
<?php foreach (PARTS as $path => [$label, $perm]): if (!isset($may[$perm])) continue; ?>
  <li><a href="/relaties/<?= $number ?>/<?= $path ?>"><?= $label ?> <span class="count"><?= (int)$counts[$path] ?></span></a></li>
<?php endforeach; if (isset($may['history_read'])): ?>
  <li><a href="/relaties/<?= $number ?>/geschiedenis">Geschiedenis</a></li><?php endif ?></ul></nav>
<div class="groups">
<?php foreach ($groups as $title => $fields): ?>
<section class="group"><h2><?= $title ?></h2>
<dl class="show">
<?php foreach ($fields as $f):
    $v = $r[$f[1]];
    if (($v === null || $v === '') && in_array($f[1], QUIET, true))
        continue;
    if ($f[1] === 'bsn'):
        if ($v): ?>
  <div><dt>BSN</dt><dd>•••••••••
    <form class="inline" method="post" action="/relaties/<?= $number ?>/bsn" novalidate><input type="hidden" name="csrf" value="<?= $csrf ?>"><input type="hidden" name="veld" value="bsn"><button class="button small">BSN tonen</button></form></dd></div>
<?php else: ?>
  <div><dt>BSN</dt><dd><span class="none">niet ingevuld</span></dd></div>
<?php endif; continue; endif;
    if ($v === null || $v === ''): ?>
  <div><dt><?= $f[0] ?></dt><dd><span class="none">niet ingevuld</span></dd></div>
<?php elseif (isset($f[3])): ?>
  <div><dt><?= $f[0] ?></dt><dd><a href="<?= $f[3] . h($v) ?>"><?= h($f[2]($v)) ?></a></dd></div>
<?php else: ?>
  <div><dt><?= $f[0] ?></dt><dd><?= h(isset($f[2]) ? $f[2]($v) : $v) ?></dd></div>
<?php endif; endforeach; if ($title === 'Inschrijving'): ?>
  <div><dt>Aanhef in brieven</dt><dd><?= h(salutation($r)) ?></dd></div>
<?php endif ?>
</dl></section>
<?php endforeach; if ($contact_of): ?>
<section class="group"><h2>Is contactpersoon van</h2>
<dl class="show">
<?php foreach ($contact_of as $other): ?>
  <div><dt>Relatie <?= h($other['number']) ?></dt><dd><a href="/relaties/<?= h($other['number']) ?>"><?= h(full_name($other)) ?></a>
    <span class="sub"><?= h($other['relationship'] ?? '') ?></span></dd></div>
<?php endforeach ?>
</dl></section>
<?php endif ?>
</div>
</main>
<footer class="foot"><div class="wide">
  <p class="help"><strong>Hulp nodig?</strong> <a href="tel:0880000000">Bel 088 000 00 00</a></p>
  <p>KorènCRM van Vereniging Demo</p>
</div></footer>
</body>
</html>
