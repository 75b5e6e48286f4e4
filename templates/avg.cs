<?cs include:"top.cs" ?>
<?cs call:notices() ?>
<?cs call:cards() ?>
<?cs call:actions() ?>
<?cs call:table(Table) ?>
<?cs call:paging() ?>
<?cs include:"bottom.cs" ?>
