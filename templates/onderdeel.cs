<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_show.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:show(Show) ?>
<?cs call:table(Table) ?>
<?cs include:"bottom.cs" ?>
