<?cs # A record as a description list. One of the parts of macros.cs: a page includes those it calls, since each costs memory in every worker that shows the page. ?>

<?cs # What most rows are comes first: each question costs on every row of every page. ?>
<?cs def:show_value(r) ?><?cs if:string.length(r.Value) ?><?cs if:r.Href ?><a href="<?cs var:r.Href ?>"><?cs var:r.Value ?></a><?cs else ?><?cs var:r.Value ?><?cs /if ?><?cs elif:subcount(r.Lines) ?><?cs each:l = r.Lines ?><?cs if:!first(l) ?><br><?cs /if ?><?cs var:l ?><?cs /each ?><?cs else ?><span class="none">niet ingevuld</span><?cs /if ?><?cs if:string.length(r.Note) ?><span class="sub"><?cs var:r.Note ?></span><?cs /if ?><?cs /def ?>

<?cs def:show(s) ?><?cs if:subcount(s.Groups) ?><div class="groups"><?cs each:g = s.Groups ?><section class="group"><?cs if:string.length(g.Title) ?><h2><?cs var:g.Title ?></h2><?cs /if ?>
<dl class="show"><?cs each:r = g.Rows ?>
  <div><dt><?cs var:r.Label ?></dt><dd><?cs call:show_value(r) ?><?cs if:subcount(r.Masked) ?>
    <form class="inline" method="post" action="<?cs var:r.Masked.Action ?>" novalidate><?cs call:csrf() ?><?cs call:hidden(r.Masked.Hidden) ?><button class="button small"><?cs var:r.Masked.Label ?></button></form><?cs /if ?></dd><?cs if:r.ChangeHref ?>
    <dd class="change"><a href="<?cs var:r.ChangeHref ?>">Wijzigen<span class="vh">: <?cs var:r.Label ?></span></a></dd><?cs /if ?></div><?cs /each ?>
</dl></section>
<?cs /each ?></div><?cs /if ?><?cs /def ?>
