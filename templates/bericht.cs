<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<div class="message"><?cs if:Message.Title && Message.Title != Page.Title ?><p class="title"><?cs var:Message.Title ?></p><?cs /if ?><?cs if:string.length(Message.Text) ?><p><?cs var:Message.Text ?></p><?cs /if ?><?cs if:subcount(Message.Lines) ?>
<ul><?cs each:l = Message.Lines ?><li><?cs var:l ?></li><?cs /each ?></ul><?cs /if ?></div>
<?cs call:notices() ?><?cs if:Message.Href ?>
<p class="buttons"><a class="button primary" href="<?cs var:Message.Href ?>"><?cs var:Message.Label ?></a></p><?cs /if ?>
<?cs include:"bottom.cs" ?>
