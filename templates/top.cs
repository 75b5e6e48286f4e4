<?cs include:"basis.cs" ?><!doctype html>
<html lang="nl" class="<?cs if:Site.Kind == "portal" ?>portal<?cs else ?>staff<?cs /if ?>">
<head>
<meta charset="utf-8">
<title><?cs if:subcount(Errors) ?>Fout: <?cs /if ?><?cs var:Page.Title ?> – <?cs if:string.length(Relation.Name) && Relation.Name != Page.Title ?><?cs var:Relation.Name ?> – <?cs /if ?><?cs var:Site.Product ?> – <?cs var:Site.Controller ?></title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#123f3a"><?cs if:Page.Refresh ?>
<meta http-equiv="refresh" content="<?cs if:Page.RefreshTo ?><?cs var:Page.RefreshTo ?><?cs else ?><?cs var:Page.Refresh ?><?cs /if ?>"><?cs /if ?>
<link rel="stylesheet" href="<?cs var:Site.Static ?>/koren.css">
<link rel="icon" type="image/svg+xml" href="<?cs var:Site.Static ?>/koren.svg">
</head>
<body>
<a class="skip" href="#inhoud">Naar de inhoud</a>
<header class="head"><div class="wide">
  <a class="brand" href="/"><img src="<?cs var:Site.Static ?>/koren.svg" alt="" width="40" height="40"><span><strong><?cs var:Site.Product ?></strong><span class="of"><?cs var:Site.Controller ?></span></span></a><?cs if:Guide.Href ?>
  <p class="guidelink"><a href="<?cs var:Guide.Href ?>"<?cs if:Guide.Apart ?> target="_blank" rel="noopener"<?cs /if ?>>Hulp<?cs if:Guide.Apart ?><span class="vh"> (nieuw tabblad)</span><?cs /if ?></a></p><?cs /if ?><?cs if:User.Name ?>
  <div class="me"><p><?cs if:User.Href ?><a href="<?cs var:User.Href ?>"><?cs var:User.Name ?></a><?cs else ?><?cs var:User.Name ?><?cs /if ?><?cs if:User.Function ?><span class="sub"><?cs var:User.Function ?></span><?cs /if ?></p>
  <form class="inline" method="post" action="/afmelden" novalidate><?cs call:csrf() ?><button class="button small">Afmelden</button></form></div><?cs /if ?>
</div></header><?cs if:subcount(Nav) ?>
<nav class="bar" aria-label="Hoofdmenu"><ul class="wide"><?cs each:n = Nav ?>
  <li><a href="<?cs var:n.Href ?>"<?cs if:n.Current ?> aria-current="page"<?cs /if ?>><?cs var:n.Label ?></a></li><?cs /each ?></ul></nav><?cs /if ?>
<main id="inhoud" class="wide" tabindex="-1"><?cs if:Page.Back.Href ?>
<p class="back"><a href="<?cs var:Page.Back.Href ?>"><span aria-hidden="true">← </span><?cs var:Page.Back.Label ?></a></p><?cs /if ?><?cs if:subcount(Errors) ?>
<div class="errors" role="alert" aria-labelledby="fouten" tabindex="-1" autofocus>
  <p class="title" id="fouten">Er is een probleem</p>
  <ul><?cs each:e = Errors ?><li><?cs if:e.Href ?><a href="<?cs var:e.Href ?>"><?cs var:e.Text ?></a><?cs else ?><?cs var:e.Text ?><?cs /if ?></li><?cs /each ?></ul>
</div><?cs /if ?><?cs if:subcount(Flash) ?>
<div class="flash" role="status"><p class="title"><?cs var:Flash.Title ?></p><?cs if:string.length(Flash.Text) ?><p><?cs var:Flash.Text ?></p><?cs /if ?></div><?cs /if ?>
<h1><?cs var:Page.Title ?><?cs if:string.length(Relation.Name) && Relation.Name != Page.Title ?> <span class="of"><?cs var:Relation.Name ?></span><?cs /if ?></h1><?cs if:string.length(Page.Lead) ?>
<p class="lead"><?cs var:Page.Lead ?></p><?cs /if ?><?cs if:Page.Refresh ?>
<p class="refresh">Deze pagina ververst zichzelf elke <?cs var:Page.Refresh ?> seconden. <a href="<?cs var:Page.Stop.Href ?>">Stop met verversen</a></p><?cs /if ?>
