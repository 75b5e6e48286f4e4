<?cs # Lists: search, filters, table, paging. One of the parts of macros.cs: a page includes those it calls, since each costs memory in every worker that shows the page. ?>

<?cs def:cell_text(c) ?><?cs if:c.Mark == "ok" ?><span class="tag ok"><?cs var:c.Text ?></span><?cs elif:c.Mark == "warn" ?><span class="tag warn"><?cs var:c.Text ?></span><?cs elif:c.Mark == "off" ?><span class="tag off"><?cs var:c.Text ?></span><?cs elif:c.Href ?><a href="<?cs var:c.Href ?>"><?cs var:c.Text ?></a><?cs else ?><?cs var:c.Text ?><?cs /if ?><?cs if:string.length(c.Sub) ?><span class="sub"><?cs var:c.Sub ?></span><?cs /if ?><?cs /def ?>

<?cs # Roles are written out: display changes on narrow screens would drop them. ?>
<?cs def:table(t) ?><?cs if:subcount(t.Rows) ?><table role="table">
<caption<?cs if:t.Caption == Page.Title ?> class="vh"<?cs /if ?>><?cs var:t.Caption ?></caption>
<thead role="rowgroup"><tr role="row"><?cs each:k = t.Cols ?>
  <th role="columnheader" scope="col"<?cs if:k.Num || k.Sort.Href ?> class="<?cs if:k.Num ?>num<?cs /if ?><?cs if:k.Sort.Href ?> sort<?cs /if ?>"<?cs /if ?><?cs if:k.Sort.Dir == "asc" ?> aria-sort="ascending"<?cs elif:k.Sort.Dir == "desc" ?> aria-sort="descending"<?cs /if ?>><?cs if:k.Sort.Href ?><a href="<?cs var:k.Sort.Href ?>"><span class="vh">Sorteren op </span><?cs var:k.Label ?><?cs if:k.Sort.Dir == "asc" ?> <span aria-hidden="true">▲</span><?cs elif:k.Sort.Dir == "desc" ?> <span aria-hidden="true">▼</span><?cs /if ?></a><?cs else ?><?cs var:k.Label ?><?cs /if ?></th><?cs /each ?><?cs if:t.EndLabel ?>
  <th role="columnheader" scope="col" class="press"><?cs var:t.EndLabel ?></th><?cs /if ?><?cs if:t.ButtonsLabel ?>
  <th role="columnheader" scope="col" class="press"><?cs var:t.ButtonsLabel ?></th><?cs /if ?></tr></thead>
<tbody role="rowgroup"><?cs each:r = t.Rows ?>
<tr role="row"><?cs each:c = r.Cells ?><?cs if:first(c) ?>
  <th role="rowheader" scope="row"<?cs if:c.Num ?> class="num"<?cs /if ?>><?cs call:cell_text(c) ?></th><?cs else ?>
  <td role="cell" data-label="<?cs var:t.Cols[name(c)].Label ?>"<?cs if:c.Num ?> class="num"<?cs /if ?>><?cs call:cell_text(c) ?></td><?cs /if ?><?cs /each ?><?cs if:t.EndLabel ?>
  <td role="cell" class="press" data-label="<?cs var:t.EndLabel ?>"><?cs if:subcount(r.End) ?><form class="inline" method="post" action="<?cs var:r.End.Action ?>" novalidate><?cs call:csrf() ?><input type="hidden" name="sessie" value="<?cs var:r.End.Value ?>"><button class="button small">Afmelden<span class="vh">: <?cs var:r.Cells.0.Text ?></span></button></form><?cs else ?><span class="none">deze sessie</span><?cs /if ?></td><?cs /if ?><?cs if:t.ButtonsLabel ?>
  <td role="cell" class="press" data-label="<?cs var:t.ButtonsLabel ?>"><div class="rowbuttons"><?cs each:b = r.Buttons ?><form class="inline" method="post" action="<?cs var:b.Action ?>" novalidate><?cs call:csrf() ?><input type="hidden" name="<?cs var:b.Name ?>" value="<?cs var:b.Value ?>"><button class="button small"<?cs if:b.Id ?> id="<?cs var:b.Id ?>"<?cs /if ?>><?cs var:b.Label ?><span class="vh">: <?cs var:r.Cells.0.Text ?></span></button></form><?cs /each ?></div></td><?cs /if ?></tr><?cs /each ?>
</tbody></table>
<?cs elif:t.Empty ?><section class="empty"><?cs if:t.Caption && t.Caption != Page.Title ?><h2><?cs var:t.Caption ?></h2><?cs /if ?><p><?cs var:t.Empty ?></p><?cs if:t.EmptyHref ?><p><a class="button plain" href="<?cs var:t.EmptyHref ?>"><?cs var:t.EmptyLabel ?></a></p><?cs /if ?></section>
<?cs /if ?><?cs /def ?>

<?cs def:paging() ?><?cs if:string.length(Paging.Text) ?><nav class="paging" aria-label="Bladeren"><?cs if:Paging.PrevHref ?><a class="button plain" rel="prev" href="<?cs var:Paging.PrevHref ?>"><span aria-hidden="true">← </span>Vorige</a><?cs /if ?><p><?cs var:Paging.Text ?><?cs if:Paging.Pages ?><span class="sub">pagina <?cs var:Paging.Page ?> van <?cs var:Paging.Pages ?></span><?cs /if ?></p><?cs if:Paging.NextHref ?><a class="button plain" rel="next" href="<?cs var:Paging.NextHref ?>">Volgende<span aria-hidden="true"> →</span></a><?cs /if ?></nav><?cs /if ?><?cs /def ?>

<?cs def:filters() ?><?cs if:subcount(Filters) ?><nav class="filters" aria-label="Toon"><ul><?cs each:t = Filters ?>
  <li><a href="<?cs var:t.Href ?>"<?cs if:t.Current ?> aria-current="true"<?cs /if ?>><?cs var:t.Label ?></a></li><?cs /each ?></ul></nav><?cs /if ?><?cs /def ?>

<?cs def:search() ?><form class="search" method="get" action="<?cs var:Search.Action ?>" role="search" novalidate>
  <label for="zoek">Zoek een relatie</label><?cs if:Search.Help ?>
  <p class="hint" id="zoek-hint"><?cs var:Search.Help ?></p><?cs /if ?>
  <div class="searchbar"><input type="search" id="zoek" name="zoek" value="<?cs var:Search.Query ?>" autocomplete="off" spellcheck="false"<?cs if:Search.Help ?> aria-describedby="zoek-hint"<?cs /if ?>><button class="button primary">Zoeken</button></div>
</form><?cs /def ?>
