Subject: Er is een plaats voor u vrijgekomen

Beste lezer,

U stond op de wachtlijst voor een cursus. Er is een plaats vrijgekomen, en die is voor u.
Welke cursus het is en wanneer die begint, ziet u als u zich aanmeldt bij <?cs var:Mail.Product ?>:

<?cs var:Mail.Href ?>

Kunt u niet meer meedoen? Laat het ons weten, dan kan een ander uw plaats krijgen.

Met vriendelijke groet,
<?cs var:Mail.Controller ?>
