<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:notices() ?>
<?cs call:show(Show) ?>
<?cs call:actions() ?>
<?cs each:t = Tables ?><?cs call:table(t) ?>
<?cs /each ?><?cs call:links() ?>
<?cs include:"bottom.cs" ?>
