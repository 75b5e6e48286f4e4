<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:show(Show) ?>
<?cs call:table(Table) ?><?cs each:t = Tables ?>
<?cs call:table(t) ?><?cs /each ?><?cs if:Form.Action ?>
<?cs call:form(Form) ?><?cs /if ?>
<?cs include:"bottom.cs" ?>
