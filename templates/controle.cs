<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<dl class="show check"><?cs each:r = Check.Rows ?>
  <div><dt><?cs var:r.Label ?></dt><dd><?cs if:string.length(r.New) ?><?cs var:r.New ?><?cs else ?><span class="none">leeg</span><?cs /if ?><?cs if:string.length(r.Old) ?><span class="sub">Was: <?cs var:r.Old ?></span><?cs /if ?><?cs if:string.length(r.Note) ?><span class="sub"><?cs var:r.Note ?></span><?cs /if ?></dd><?cs if:r.ChangeHref ?>
    <dd class="change"><a href="<?cs var:r.ChangeHref ?>">Wijzigen<span class="vh">: <?cs var:r.Label ?></span></a></dd><?cs elif:Check.BackName ?>
    <dd class="change"><button class="button small" form="controle" name="<?cs var:Check.BackName ?>" value="<?cs var:r.BackValue ?>">Wijzigen<span class="vh">: <?cs var:r.Label ?></span></button></dd><?cs elif:Check.ChangeHref ?>
    <dd class="change"><a href="<?cs var:Check.ChangeHref ?>">Wijzigen<span class="vh">: <?cs var:r.Label ?></span></a></dd><?cs /if ?></div><?cs /each ?>
</dl>
<form id="controle" class="form" method="post" action="<?cs var:Check.Action ?>" novalidate>
<?cs call:csrf() ?><?cs call:hidden(Check.Hidden) ?>
<div class="buttons"><button class="button primary"><?cs var:Check.Submit ?></button><?cs if:Check.CancelHref ?> <a class="button quiet" href="<?cs var:Check.CancelHref ?>">Annuleren</a><?cs /if ?></div>
</form>
<?cs include:"bottom.cs" ?>
