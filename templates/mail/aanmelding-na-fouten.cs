Subject: Er is aangemeld na een verkeerd wachtwoord

Beste lezer,

<?cs if:string.length(Mail.When) ?>Op <?cs var:Mail.When ?> is<?cs else ?>Er is<?cs /if ?> met uw account aangemeld bij <?cs var:Mail.Product ?>.
Daarvoor was een paar keer een verkeerd wachtwoord ingevuld.<?cs if:string.length(Mail.Where) ?>

Aangemeld vanaf: <?cs var:Mail.Where ?><?cs /if ?>

Was u dat zelf? Dan hoeft u niets te doen.
Was u het niet? Meld het apparaat af en wijzig uw wachtwoord:

<?cs var:Mail.Href ?>

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
