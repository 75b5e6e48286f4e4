Subject: Uw bestand is niet gelukt

Beste lezer,

U hebt in <?cs var:Mail.Product ?> een bestand aangevraagd. Het is niet gelukt om dat bestand
te maken, ook niet na een paar keer proberen. Dat ligt aan ons, niet aan u.

Meld u aan en vraag het bestand daar opnieuw aan:

<?cs var:Mail.Href ?>

Lukt het dan ook niet, neem dan contact op met de beheerder.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
