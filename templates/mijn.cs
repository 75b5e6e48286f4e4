<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_show.cs" ?>
<?cs call:notices() ?>
<?cs call:cards() ?>
<?cs call:show(Show) ?>
<?cs call:actions() ?>
<?cs include:"bottom.cs" ?>
