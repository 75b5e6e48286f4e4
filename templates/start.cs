<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:notices() ?><?cs if:Search.Action ?>
<?cs call:search() ?><?cs /if ?>
<?cs call:cards() ?>
<?cs call:table(Table) ?>
<?cs include:"bottom.cs" ?>
