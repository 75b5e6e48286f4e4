<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_show.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?>
<?cs call:show(Show) ?>
<?cs each:t = Tables ?><?cs call:table(t) ?>
<?cs /each ?><?cs call:actions() ?>
<?cs include:"bottom.cs" ?>
