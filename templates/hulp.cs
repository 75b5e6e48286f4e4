<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<?cs call:cards() ?>
<?cs include:"bottom.cs" ?>
