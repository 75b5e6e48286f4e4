<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:show(Show) ?>
<?cs each:t = Tables ?><?cs call:table(t) ?>
<?cs /each ?><?cs call:links() ?>
<?cs include:"bottom.cs" ?>
