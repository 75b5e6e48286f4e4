<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_show.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:tabs() ?>
<?cs call:show(Show) ?>
<?cs include:"bottom.cs" ?>
