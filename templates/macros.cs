<?cs # The vocabulary of every page; docs/templates.md says what a handler must fill. What also an error page needs is in basis.cs. ?>

<?cs # ---- fields ---- ?>

<?cs def:label_text(f) ?><?cs var:f.Label ?><?cs if:!f.Required ?> <span class="optional">(niet verplicht)</span><?cs /if ?><?cs /def ?>

<?cs # Attributes that tie a control to its hint and its error. ?>
<?cs def:described(f) ?><?cs if:f.Error ?> aria-invalid="true"<?cs /if ?><?cs if:f.Hint && f.Error ?> aria-describedby="<?cs var:f.Id ?>-hint <?cs var:f.Id ?>-fout"<?cs elif:f.Error ?> aria-describedby="<?cs var:f.Id ?>-fout"<?cs elif:string.length(f.Hint) ?> aria-describedby="<?cs var:f.Id ?>-hint"<?cs /if ?><?cs /def ?>

<?cs # A fieldset names its hint and error; invalid stands on the controls inside. ?>
<?cs def:described_group(f) ?> role="group"<?cs if:f.Hint && f.Error ?> aria-describedby="<?cs var:f.Id ?>-hint <?cs var:f.Id ?>-fout"<?cs elif:f.Error ?> aria-describedby="<?cs var:f.Id ?>-fout"<?cs elif:string.length(f.Hint) ?> aria-describedby="<?cs var:f.Id ?>-hint"<?cs /if ?><?cs /def ?>

<?cs def:mark(f) ?><?cs if:f.Mark == "red" ?>
  <p class="mark red"><span class="sign" aria-hidden="true">!</span><span><?cs var:f.MarkText ?></span></p><?cs elif:f.Mark ?>
  <p class="mark orange"><span class="sign" aria-hidden="true">!</span><span><?cs var:f.MarkText ?></span></p><?cs /if ?><?cs /def ?>

<?cs def:hint_error(f) ?><?cs if:string.length(f.Hint) ?>
  <p class="hint" id="<?cs var:f.Id ?>-hint"><?cs var:f.Hint ?></p><?cs /if ?><?cs call:mark(f) ?><?cs if:f.Error ?>
  <p class="foutmelding" id="<?cs var:f.Id ?>-fout"><span class="vh">Fout: </span><?cs var:f.Error ?></p><?cs /if ?><?cs /def ?>

<?cs def:attributes(f) ?><?cs if:f.Autocomplete ?> autocomplete="<?cs var:f.Autocomplete ?>"<?cs /if ?><?cs if:f.Maxlength ?> maxlength="<?cs var:f.Maxlength ?>"<?cs /if ?><?cs if:f.Width ?> class="w<?cs var:f.Width ?>"<?cs /if ?><?cs call:described(f) ?><?cs /def ?>

<?cs # One part of a date; the day carries the id that the error summary links to. ?>
<?cs def:date_part(f, id, part, word, value, width, fill) ?>
      <div><label for="<?cs var:id ?>"><?cs var:word ?></label>
      <input type="text" inputmode="numeric" id="<?cs var:id ?>" name="<?cs var:f.Name ?>-<?cs var:part ?>" value="<?cs var:value ?>" class="w<?cs var:width ?>"<?cs if:f.Autocomplete == "bday" ?> autocomplete="bday-<?cs var:fill ?>"<?cs /if ?><?cs if:f.Error ?> aria-invalid="true" aria-describedby="<?cs var:f.Id ?>-fout"<?cs /if ?>></div><?cs /def ?>

<?cs def:field(f) ?><?cs if:f.Kind == "hidden" ?><input type="hidden" name="<?cs var:f.Name ?>" value="<?cs var:f.Value ?>">
<?cs elif:f.Readonly || f.Kind == "static" ?>
<div class="field fixed" id="<?cs var:f.Id ?>">
  <p class="label"><?cs var:f.Label ?></p><?cs call:hint_error(f) ?>
  <p class="value"><?cs if:string.length(f.Value) ?><?cs var:f.Value ?><?cs else ?><span class="none">niet ingevuld</span><?cs /if ?></p>
</div>
<?cs elif:f.Kind == "date" ?>
<div class="field<?cs if:f.Error ?> wrong<?cs /if ?>">
  <fieldset<?cs call:described_group(f) ?>>
    <legend><?cs call:label_text(f) ?></legend><?cs call:hint_error(f) ?>
    <div class="date"><?cs call:date_part(f, f.Id, "dag", "Dag", f.Day, "2", "day") ?><?cs call:date_part(f, f.Id + "-maand", "maand", "Maand", f.Month, "2", "month") ?><?cs call:date_part(f, f.Id + "-jaar", "jaar", "Jaar", f.Year, "4", "year") ?>
    </div>
  </fieldset>
</div>
<?cs elif:f.Kind == "radio" ?>
<div class="field<?cs if:f.Error ?> wrong<?cs /if ?>">
  <fieldset<?cs call:described_group(f) ?>>
    <legend><?cs call:label_text(f) ?></legend><?cs call:hint_error(f) ?><?cs each:o = f.Options ?>
    <div class="choice"><input type="radio" id="<?cs var:f.Id ?><?cs if:!first(o) ?>-<?cs var:name(o) ?><?cs /if ?>" name="<?cs var:f.Name ?>" value="<?cs var:o.Value ?>"<?cs if:o.Selected ?> checked<?cs /if ?><?cs if:f.Error ?> aria-describedby="<?cs var:f.Id ?>-fout"<?cs /if ?>><label for="<?cs var:f.Id ?><?cs if:!first(o) ?>-<?cs var:name(o) ?><?cs /if ?>"><?cs var:o.Label ?></label></div><?cs /each ?>
  </fieldset>
</div>
<?cs elif:f.Kind == "check" ?>
<div class="field<?cs if:f.Error ?> wrong<?cs /if ?>">
  <div class="choice"><input type="checkbox" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" value="ja"<?cs if:string.length(f.Value) ?> checked<?cs /if ?><?cs call:described(f) ?>><label for="<?cs var:f.Id ?>"><?cs var:f.Label ?></label></div><?cs call:hint_error(f) ?>
</div>
<?cs else ?>
<div class="field<?cs if:f.Error ?> wrong<?cs /if ?>">
  <label for="<?cs var:f.Id ?>"><?cs call:label_text(f) ?></label><?cs call:hint_error(f) ?>
  <?cs if:f.Kind == "select" ?><select id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>"<?cs call:attributes(f) ?>><?cs each:o = f.Options ?>
    <option value="<?cs var:o.Value ?>"<?cs if:o.Selected ?> selected<?cs /if ?>><?cs var:o.Label ?></option><?cs /each ?>
  </select><?cs elif:f.Kind == "textarea" ?><textarea id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" rows="6"<?cs call:attributes(f) ?>>
<?cs var:f.Value ?></textarea><?cs elif:f.Kind == "file" ?><input type="file" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>"<?cs call:described(f) ?>><?cs elif:f.Kind == "password" ?><input type="password" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" spellcheck="false"<?cs call:attributes(f) ?>><?cs elif:f.Kind == "code" ?><input type="text" inputmode="numeric" autocomplete="one-time-code" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" class="code" spellcheck="false"<?cs call:described(f) ?>><?cs elif:f.Kind == "email" ?><input type="email" spellcheck="false" autocapitalize="none" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" value="<?cs var:f.Value ?>"<?cs call:attributes(f) ?>><?cs elif:f.Kind == "tel" ?><input type="tel" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" value="<?cs var:f.Value ?>"<?cs call:attributes(f) ?>><?cs elif:f.Kind == "number" ?><input type="text" inputmode="numeric" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" value="<?cs var:f.Value ?>"<?cs call:attributes(f) ?>><?cs else ?><input type="text" id="<?cs var:f.Id ?>" name="<?cs var:f.Name ?>" value="<?cs var:f.Value ?>"<?cs call:attributes(f) ?>><?cs /if ?>
</div>
<?cs /if ?><?cs /def ?>

<?cs def:form(f) ?><form class="form" method="post" action="<?cs var:f.Action ?>" novalidate<?cs if:f.Upload ?> enctype="multipart/form-data"<?cs /if ?>>
<?cs call:csrf() ?><?cs if:string.length(f.Version) ?><input type="hidden" name="versie" value="<?cs var:f.Version ?>"><?cs /if ?><?cs call:hidden(f.Hidden) ?>
<?cs each:g = f.Groups ?><?cs if:string.length(g.Title) ?><section class="group"><h2><?cs var:g.Title ?></h2><?cs /if ?><?cs if:string.length(g.Lead) ?><p class="lead"><?cs var:g.Lead ?></p><?cs /if ?>
<?cs each:x = g.Fields ?><?cs call:field(x) ?><?cs /each ?><?cs if:string.length(g.Title) ?></section><?cs /if ?>
<?cs /each ?><div class="buttons"><button class="button primary"><?cs var:f.Submit ?></button><?cs if:f.Cancel ?> <a class="button quiet" href="<?cs var:f.Cancel ?>">Annuleren</a><?cs /if ?></div>
</form><?cs /def ?>

<?cs # ---- showing ---- ?>

<?cs # What most rows are comes first: each question costs on every row of every page. ?>
<?cs def:show_value(r) ?><?cs if:string.length(r.Value) ?><?cs if:r.Href ?><a href="<?cs var:r.Href ?>"><?cs var:r.Value ?></a><?cs else ?><?cs var:r.Value ?><?cs /if ?><?cs elif:subcount(r.Lines) ?><?cs each:l = r.Lines ?><?cs if:!first(l) ?><br><?cs /if ?><?cs var:l ?><?cs /each ?><?cs else ?><span class="none">niet ingevuld</span><?cs /if ?><?cs if:string.length(r.Note) ?><span class="sub"><?cs var:r.Note ?></span><?cs /if ?><?cs /def ?>

<?cs def:show(s) ?><?cs if:subcount(s.Groups) ?><div class="groups"><?cs each:g = s.Groups ?><section class="group"><?cs if:string.length(g.Title) ?><h2><?cs var:g.Title ?></h2><?cs /if ?>
<dl class="show"><?cs each:r = g.Rows ?>
  <div><dt><?cs var:r.Label ?></dt><dd><?cs call:show_value(r) ?><?cs if:subcount(r.Masked) ?>
    <form class="inline" method="post" action="<?cs var:r.Masked.Action ?>" novalidate><?cs call:csrf() ?><?cs call:hidden(r.Masked.Hidden) ?><button class="button small"><?cs var:r.Masked.Label ?></button></form><?cs /if ?></dd><?cs if:r.ChangeHref ?>
    <dd class="change"><a href="<?cs var:r.ChangeHref ?>">Wijzigen<span class="vh">: <?cs var:r.Label ?></span></a></dd><?cs /if ?></div><?cs /each ?>
</dl></section>
<?cs /each ?></div><?cs /if ?><?cs /def ?>

<?cs def:cell_text(c) ?><?cs if:c.Mark == "ok" ?><span class="tag ok"><?cs var:c.Text ?></span><?cs elif:c.Mark == "warn" ?><span class="tag warn"><?cs var:c.Text ?></span><?cs elif:c.Mark == "off" ?><span class="tag off"><?cs var:c.Text ?></span><?cs elif:c.Href ?><a href="<?cs var:c.Href ?>"><?cs var:c.Text ?></a><?cs else ?><?cs var:c.Text ?><?cs /if ?><?cs if:string.length(c.Sub) ?><span class="sub"><?cs var:c.Sub ?></span><?cs /if ?><?cs /def ?>

<?cs # Roles are written out: display changes on narrow screens would drop them. ?>
<?cs def:table(t) ?><?cs if:subcount(t.Rows) ?><table role="table">
<caption<?cs if:t.Caption == Page.Title ?> class="vh"<?cs /if ?>><?cs var:t.Caption ?></caption>
<thead role="rowgroup"><tr role="row"><?cs each:k = t.Cols ?>
  <th role="columnheader" scope="col"<?cs if:k.Num || k.Sort.Href ?> class="<?cs if:k.Num ?>num<?cs /if ?><?cs if:k.Sort.Href ?> sort<?cs /if ?>"<?cs /if ?><?cs if:k.Sort.Dir == "asc" ?> aria-sort="ascending"<?cs elif:k.Sort.Dir == "desc" ?> aria-sort="descending"<?cs /if ?>><?cs if:k.Sort.Href ?><a href="<?cs var:k.Sort.Href ?>"><span class="vh">Sorteren op </span><?cs var:k.Label ?><?cs if:k.Sort.Dir == "asc" ?> <span aria-hidden="true">▲</span><?cs elif:k.Sort.Dir == "desc" ?> <span aria-hidden="true">▼</span><?cs /if ?></a><?cs else ?><?cs var:k.Label ?><?cs /if ?></th><?cs /each ?><?cs if:t.EndLabel ?>
  <th role="columnheader" scope="col"><?cs var:t.EndLabel ?></th><?cs /if ?></tr></thead>
<tbody role="rowgroup"><?cs each:r = t.Rows ?>
<tr role="row"><?cs each:c = r.Cells ?><?cs if:first(c) ?>
  <th role="rowheader" scope="row"<?cs if:c.Num ?> class="num"<?cs /if ?>><?cs call:cell_text(c) ?></th><?cs else ?>
  <td role="cell" data-label="<?cs var:t.Cols[name(c)].Label ?>"<?cs if:c.Num ?> class="num"<?cs /if ?>><?cs call:cell_text(c) ?></td><?cs /if ?><?cs /each ?><?cs if:t.EndLabel ?>
  <td role="cell" data-label="<?cs var:t.EndLabel ?>"><?cs if:subcount(r.End) ?><form class="inline" method="post" action="<?cs var:r.End.Action ?>" novalidate><?cs call:csrf() ?><input type="hidden" name="sessie" value="<?cs var:r.End.Value ?>"><button class="button small">Afmelden<span class="vh">: <?cs var:r.Cells.0.Text ?></span></button></form><?cs else ?><span class="none">deze sessie</span><?cs /if ?></td><?cs /if ?></tr><?cs /each ?>
</tbody></table>
<?cs elif:t.Empty ?><section class="empty"><?cs if:t.Caption && t.Caption != Page.Title ?><h2><?cs var:t.Caption ?></h2><?cs /if ?><p><?cs var:t.Empty ?></p><?cs if:t.EmptyHref ?><p><a class="button plain" href="<?cs var:t.EmptyHref ?>"><?cs var:t.EmptyLabel ?></a></p><?cs /if ?></section>
<?cs /if ?><?cs /def ?>

<?cs def:paging() ?><?cs if:string.length(Paging.Text) ?><nav class="paging" aria-label="Bladeren"><?cs if:Paging.PrevHref ?><a class="button plain" rel="prev" href="<?cs var:Paging.PrevHref ?>"><span aria-hidden="true">← </span>Vorige</a><?cs /if ?><p><?cs var:Paging.Text ?><?cs if:Paging.Pages ?><span class="sub">pagina <?cs var:Paging.Page ?> van <?cs var:Paging.Pages ?></span><?cs /if ?></p><?cs if:Paging.NextHref ?><a class="button plain" rel="next" href="<?cs var:Paging.NextHref ?>">Volgende<span aria-hidden="true"> →</span></a><?cs /if ?></nav><?cs /if ?><?cs /def ?>

<?cs def:tabs() ?><?cs if:subcount(Tabs) ?><nav class="tabs" aria-label="Onderdelen"><ul><?cs each:t = Tabs ?>
  <li><a href="<?cs var:t.Href ?>"<?cs if:t.Current ?> aria-current="page"<?cs /if ?>><?cs var:t.Label ?><?cs if:string.length(t.Count) ?> <span class="count"><?cs var:t.Count ?></span><?cs /if ?></a></li><?cs /each ?></ul></nav><?cs /if ?><?cs /def ?>

<?cs def:filters() ?><?cs if:subcount(Filters) ?><nav class="filters" aria-label="Toon"><ul><?cs each:t = Filters ?>
  <li><a href="<?cs var:t.Href ?>"<?cs if:t.Current ?> aria-current="true"<?cs /if ?>><?cs var:t.Label ?></a></li><?cs /each ?></ul></nav><?cs /if ?><?cs /def ?>

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

<?cs def:search() ?><form class="search" method="get" action="<?cs var:Search.Action ?>" role="search" novalidate>
  <label for="zoek">Zoek een relatie</label><?cs if:Search.Help ?>
  <p class="hint" id="zoek-hint"><?cs var:Search.Help ?></p><?cs /if ?>
  <div class="searchbar"><input type="search" id="zoek" name="zoek" value="<?cs var:Search.Query ?>" autocomplete="off" spellcheck="false"<?cs if:Search.Help ?> aria-describedby="zoek-hint"<?cs /if ?>><button class="button primary">Zoeken</button></div>
</form><?cs /def ?>

<?cs def:relation_head() ?><?cs if:string.length(Relation.Number) ?><div class="person">
  <p class="facts"><span>Relatie <?cs var:Relation.Number ?></span><?cs if:string.length(Relation.Born) ?><span>geboren <?cs var:Relation.Born ?></span><?cs /if ?><?cs if:string.length(Relation.Place) ?><span><?cs var:Relation.Place ?></span><?cs /if ?><?cs if:Relation.StatusText ?><span class="tag <?cs if:Relation.Status == "actief" ?>ok<?cs elif:Relation.Status == "inactief" ?>off<?cs else ?>warn<?cs /if ?>"><?cs var:Relation.StatusText ?></span><?cs /if ?></p>
</div><?cs /if ?><?cs /def ?>
