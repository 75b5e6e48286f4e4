<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_form.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?>
<?cs call:actions() ?><?cs if:subcount(Form.Groups) ?>
<details class="filter"<?cs if:Form.Open ?> open<?cs /if ?>><summary>Filter deze lijst</summary>
<form method="get" action="<?cs var:Form.Action ?>" role="search" novalidate><?cs call:hidden(Form.Hidden) ?>
<div class="filterfields"><?cs each:x = Form.Groups.0.Fields ?><?cs call:field(x) ?><?cs /each ?></div>
<p class="buttons"><button class="button primary"><?cs var:Form.Submit ?></button><?cs if:Form.Reset ?> <a class="button plain" href="<?cs var:Form.Reset ?>">Alle filters weg</a><?cs /if ?></p>
</form></details><?cs /if ?>
<?cs call:table(Table) ?>
<?cs call:paging() ?>
<?cs include:"bottom.cs" ?>
