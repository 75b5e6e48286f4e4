<?cs # Fields and forms. One of the parts of macros.cs: a page includes those it calls, since each costs memory in every worker that shows the page. ?>

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
