<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?><?cs if:Search.Action ?>
<?cs call:search() ?><?cs /if ?>
<?cs call:actions() ?>
<?cs call:cards() ?>
<?cs call:table(Tasks) ?><?cs if:Tasks.More.Href ?>
<p class="more"><?cs var:Tasks.More.Text ?> <a href="<?cs var:Tasks.More.Href ?>"><?cs var:Tasks.More.Label ?></a></p><?cs /if ?>
<?cs call:table(Table) ?>
<?cs include:"bottom.cs" ?>
