<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?>
<?cs call:search() ?>
<?cs call:actions() ?>
<?cs call:filters() ?>
<?cs call:table(Table) ?>
<?cs call:paging() ?>
<?cs include:"bottom.cs" ?>
