<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?><?cs if:string.length(Confirm.Text) ?>
<p class="lead"><?cs var:Confirm.Text ?></p><?cs /if ?><?cs if:subcount(Confirm.Lines) ?>
<ul class="lines"><?cs each:l = Confirm.Lines ?><li><?cs var:l ?></li><?cs /each ?></ul><?cs /if ?>
<form class="form" method="post" action="<?cs var:Confirm.Action ?>" novalidate>
<?cs call:csrf() ?><?cs call:hidden(Confirm.Hidden) ?>
<div class="buttons"><button class="button <?cs if:Confirm.Danger ?>danger solid<?cs else ?>primary<?cs /if ?>"><?cs var:Confirm.Submit ?></button><?cs if:Confirm.Cancel ?> <a class="button quiet" href="<?cs var:Confirm.Cancel ?>">Annuleren</a><?cs /if ?></div>
</form>
<?cs include:"bottom.cs" ?>
