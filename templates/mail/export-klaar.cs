Subject: Uw bestand staat klaar

Beste lezer,

Het bestand dat u hebt aangevraagd, staat klaar in <?cs var:Mail.Product ?>. U kunt het
downloaden<?cs if:string.length(Mail.When) ?> tot <?cs var:Mail.When ?>. Daarna verwijderen wij het<?cs else ?> zolang het er staat<?cs /if ?>.

Meld u aan en open het bestand daar:

<?cs var:Mail.Href ?>

Om uw gegevens te beschermen sturen wij het bestand zelf nooit per e-mail.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
