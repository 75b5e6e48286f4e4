Subject: Uw bestand staat klaar

Beste lezer,

Het bestand dat u hebt aangevraagd, staat klaar in <?cs var:Mail.Product ?>. U kunt het
downloaden tot <?cs var:Mail.When ?>. Daarna verwijderen wij het.

Meld u aan en open het bestand daar:

<?cs var:Mail.Href ?>

Om uw gegevens te beschermen sturen wij het bestand zelf nooit per e-mail.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
