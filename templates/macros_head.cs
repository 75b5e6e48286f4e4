<?cs # What stands above and around what a page is about: notices, tabs, actions, cards, links. One of the parts of macros.cs: a page includes those it calls, since each costs memory in every worker that shows the page. ?>

<?cs def:tabs() ?><?cs if:subcount(Tabs) ?><nav class="tabs" aria-label="Onderdelen"><ul><?cs each:t = Tabs ?>
  <li><a href="<?cs var:t.Href ?>"<?cs if:t.Current ?> aria-current="page"<?cs /if ?>><?cs var:t.Label ?><?cs if:string.length(t.Count) ?> <span class="count"><?cs var:t.Count ?></span><?cs /if ?></a></li><?cs /each ?></ul></nav><?cs /if ?><?cs /def ?>

<?cs def:kind_class(kind) ?><?cs if:kind == "primary" ?>primary<?cs elif:kind == "danger" ?>danger<?cs else ?>plain<?cs /if ?><?cs /def ?>

<?cs def:actions() ?><?cs if:subcount(Actions) ?><div class="actions"><?cs each:a = Actions ?><?cs if:a.Post ?>
  <form class="inline" method="post" action="<?cs var:a.Href ?>" novalidate><?cs call:csrf() ?><?cs call:hidden(a.Hidden) ?><button class="button <?cs call:kind_class(a.Kind) ?>"><?cs var:a.Label ?></button></form><?cs else ?>
  <a class="button <?cs call:kind_class(a.Kind) ?>" href="<?cs var:a.Href ?>"><?cs var:a.Label ?></a><?cs /if ?><?cs /each ?>
</div><?cs /if ?><?cs /def ?>

<?cs def:notices() ?><?cs each:n = Notices ?><div class="notice <?cs if:n.Kind == "danger" ?>danger<?cs elif:n.Kind == "warn" ?>warn<?cs else ?>info<?cs /if ?>"><?cs if:string.length(n.Title) ?><p class="title"><?cs var:n.Title ?></p><?cs /if ?><?cs if:string.length(n.Text) ?><p><?cs var:n.Text ?></p><?cs /if ?><?cs if:n.Href ?><p><a href="<?cs var:n.Href ?>"><?cs var:n.Label ?></a></p><?cs /if ?></div>
<?cs /each ?><?cs /def ?>

<?cs def:cards() ?><?cs if:subcount(Cards) ?><ul class="cards"><?cs each:c = Cards ?>
  <li class="card"><h2><?cs if:c.Href && !c.Label ?><a href="<?cs var:c.Href ?>"><?cs var:c.Title ?></a><?cs else ?><?cs var:c.Title ?><?cs /if ?><?cs if:string.length(c.Count) ?> <span class="count"><?cs var:c.Count ?></span><?cs /if ?></h2><?cs if:string.length(c.Text) ?><p><?cs var:c.Text ?></p><?cs /if ?><?cs if:c.Label ?><p class="go"><a href="<?cs var:c.Href ?>"><?cs var:c.Label ?></a></p><?cs /if ?></li><?cs /each ?></ul><?cs /if ?><?cs /def ?>

<?cs def:links() ?><?cs if:subcount(Links) ?><ul class="links"><?cs each:l = Links ?><li><a href="<?cs var:l.Href ?>"><?cs var:l.Label ?></a></li><?cs /each ?></ul><?cs /if ?><?cs /def ?>

<?cs def:relation_head() ?><?cs if:string.length(Relation.Number) ?><div class="person">
  <p class="facts"><span>Relatie <?cs var:Relation.Number ?></span><?cs if:string.length(Relation.Born) ?><span>geboren <?cs var:Relation.Born ?></span><?cs /if ?><?cs if:string.length(Relation.Place) ?><span><?cs var:Relation.Place ?></span><?cs /if ?><?cs if:Relation.StatusText ?><span class="tag <?cs if:Relation.Status == "actief" ?>ok<?cs elif:Relation.Status == "inactief" ?>off<?cs else ?>warn<?cs /if ?>"><?cs var:Relation.StatusText ?></span><?cs /if ?></p>
</div><?cs /if ?><?cs /def ?>
