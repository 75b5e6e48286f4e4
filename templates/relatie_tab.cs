<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:tabs() ?>
<?cs call:actions() ?>
<?cs call:table(Table) ?>
<?cs call:paging() ?>
<?cs include:"bottom.cs" ?>
