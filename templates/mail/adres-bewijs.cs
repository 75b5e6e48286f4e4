Subject: Uw code voor een nieuw e-mailadres

Beste lezer,

U wilt dit e-mailadres gebruiken bij <?cs var:Mail.Product ?>. Vul deze code in:

<?cs var:Mail.Code ?>

De code is <?cs var:Mail.Minutes ?> minuten geldig en werkt één keer. Geef de code aan niemand.

Hebt u hier niet om gevraagd? Dan hoeft u niets te doen. Zonder de code
verandert er niets.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
