<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_form.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<?cs call:form(Form) ?>
<?cs call:links() ?>
<?cs include:"bottom.cs" ?>
