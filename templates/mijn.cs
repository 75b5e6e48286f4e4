<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:notices() ?>
<?cs call:cards() ?>
<?cs call:show(Show) ?>
<?cs call:actions() ?>
<?cs include:"bottom.cs" ?>
