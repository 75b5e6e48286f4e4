Subject: Uw wachtwoord is gewijzigd

Beste lezer,

Uw wachtwoord voor <?cs var:Mail.Product ?> is gewijzigd<?cs if:string.length(Mail.When) ?> op <?cs var:Mail.When ?><?cs /if ?>.
U bent op alle andere apparaten afgemeld.

Hebt u dit niet zelf gedaan? Kies dan meteen een nieuw wachtwoord en neem
contact met ons op:

<?cs var:Mail.Href ?>

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
