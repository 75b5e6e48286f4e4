Subject: Er is iets gewijzigd in uw gegevens

Beste lezer,

<?cs if:string.length(Mail.When) ?>Op <?cs var:Mail.When ?> is<?cs else ?>Er is<?cs /if ?> iets gewijzigd in de gegevens die wij van u bewaren.
Wat er is gewijzigd, ziet u als u zich aanmeldt bij <?cs var:Mail.Product ?>:

<?cs var:Mail.Href ?>

Klopt het niet? Neem dan contact met ons op.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
