<?cs include:"top.cs" ?>
<div class="message"><?cs if:Error.Title && Error.Title != Page.Title ?><p class="title"><?cs var:Error.Title ?></p><?cs /if ?><?cs if:string.length(Error.Text) ?><p><?cs var:Error.Text ?></p><?cs /if ?></div><?cs if:Error.Action ?>
<form class="form" method="post" action="<?cs var:Error.Action ?>" novalidate>
<?cs call:csrf() ?><?cs call:hidden(Error.Kept) ?>
<p>Wat u hebt ingevuld, is bewaard. U kunt het opnieuw versturen.</p>
<div class="buttons"><button class="button primary">Opnieuw versturen</button></div>
</form><?cs /if ?><?cs if:Error.Href ?>
<p class="buttons"><a class="button <?cs if:Error.Action ?>plain<?cs else ?>primary<?cs /if ?>" href="<?cs var:Error.Href ?>"><?cs var:Error.Label ?></a></p><?cs /if ?><?cs if:string.length(Error.Reference) ?>
<p class="reference">Vraagt u om hulp? Noem dan dit nummer: <strong><?cs var:Error.Reference ?></strong></p><?cs /if ?>
<?cs include:"bottom.cs" ?>
