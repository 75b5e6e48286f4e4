Subject: Uw code voor <?cs var:Mail.Product ?>

Beste lezer,

Met deze code meldt u zich aan bij <?cs var:Mail.Product ?>:

<?cs var:Mail.Code ?>

De code is <?cs var:Mail.Minutes ?> minuten geldig en werkt één keer. Geef de code aan niemand,
ook niet aan iemand die zegt dat hij van ons is.

Wilde u zich niet aanmelden? Dan kent iemand uw wachtwoord. Wijzig het.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
