<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<?cs call:notices() ?><?cs if:!subcount(Consents) ?>
<section class="empty"><p>Wij vragen u op dit moment nergens toestemming voor.</p></section><?cs /if ?><?cs each:c = Consents ?>
<section class="consent" id="<?cs var:c.Id ?>"><h2><?cs var:c.Title ?></h2>
<p><?cs each:l = c.Lines ?><?cs if:!first(l) ?><br><?cs /if ?><?cs var:l ?><?cs /each ?></p>
<p><span class="tag <?cs if:c.Mark == "ok" ?>ok<?cs elif:c.Mark == "warn" ?>warn<?cs else ?>off<?cs /if ?>"><?cs var:c.State ?></span><?cs if:string.length(c.Note) ?><span class="sub"><?cs var:c.Note ?></span><?cs /if ?></p>
<form class="inline" method="post" action="<?cs var:c.Action ?>" novalidate><?cs call:csrf() ?><?cs call:hidden(c.Hidden) ?><button class="button <?cs call:kind_class(c.Kind) ?>" id="<?cs var:c.Id ?>-knop"><?cs var:c.Button ?><span class="vh">: <?cs var:c.Title ?></span></button></form></section><?cs /each ?>
<?cs call:actions() ?>
<?cs include:"bottom.cs" ?>
