Subject: Uw e-mailadres is gewijzigd

Beste lezer,

<?cs if:string.length(Mail.When) ?>Op <?cs var:Mail.When ?> is<?cs else ?>Bij ons is<?cs /if ?> een ander e-mailadres voor u opgeslagen.
Dit is de laatste e-mail op dit adres.

Hebt u dit niet zelf gedaan? Neem dan meteen contact met ons op:

<?cs var:Mail.Href ?>

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
