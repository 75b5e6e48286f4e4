Subject: Uw toegang tot <?cs var:Mail.Product ?>

Beste lezer,

<?cs var:Mail.Controller ?> geeft u toegang tot <?cs var:Mail.Product ?>.
Open deze link en kies een wachtwoord:

<?cs var:Mail.Href ?>

De link werkt <?cs if:string.length(Mail.When) ?>tot <?cs var:Mail.When ?> en <?cs /if ?>één keer. Daarna meldt u zich aan met
uw e-mailadres, uw wachtwoord en een code die wij u mailen.

Verwachtte u deze e-mail niet? Dan hoeft u niets te doen.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
