<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?>
<?cs call:table(Table) ?>
<?cs call:actions() ?>
<?cs call:links() ?>
<?cs include:"bottom.cs" ?>
