<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:notices() ?>
<?cs call:table(Table) ?>
<?cs call:actions() ?>
<?cs call:links() ?>
<?cs include:"bottom.cs" ?>
