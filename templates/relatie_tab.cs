<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:tabs() ?>
<?cs call:actions() ?>
<?cs call:table(Now) ?>
<?cs call:table(Table) ?>
<?cs call:paging() ?>
<?cs include:"bottom.cs" ?>
