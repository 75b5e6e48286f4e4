<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_form.cs" ?><?cs include:"macros_show.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:show(Show) ?>
<?cs call:table(Table) ?><?cs if:Form.Action ?>
<?cs call:form(Form) ?><?cs /if ?>
<?cs include:"bottom.cs" ?>
