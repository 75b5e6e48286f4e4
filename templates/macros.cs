<?cs # The vocabulary of every page; docs/templates.md says what a handler must fill. What also an error page needs is in basis.cs. ?>
<?cs include:"macros_head.cs" ?><?cs include:"macros_form.cs" ?><?cs include:"macros_show.cs" ?><?cs include:"macros_list.cs" ?>
