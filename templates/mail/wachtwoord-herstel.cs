Subject: Een nieuw wachtwoord kiezen

Beste lezer,

U kunt een nieuw wachtwoord kiezen voor <?cs var:Mail.Product ?>. Open deze link:

<?cs var:Mail.Href ?>

De link werkt <?cs var:Mail.Minutes ?> minuten en één keer. Daarna meldt u zich aan met uw nieuwe
wachtwoord en een code.

Hebt u hier niet om gevraagd? Dan hoeft u niets te doen. Uw wachtwoord blijft
zoals het is.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
