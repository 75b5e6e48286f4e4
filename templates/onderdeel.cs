<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:show(Show) ?>
<?cs call:table(Table) ?>
<?cs include:"bottom.cs" ?>
