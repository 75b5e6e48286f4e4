<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<div class="notice warn"><p class="title">Iemand anders heeft dit intussen gewijzigd</p><p><?cs var:Conflict.Who ?> heeft deze gegevens opgeslagen op <?cs var:Conflict.When ?>. Kies hieronder per gegeven wat moet blijven staan. Er is nog niets van u opgeslagen.</p></div>
<form class="form" method="post" action="<?cs var:Form.Action ?>" novalidate>
<?cs call:csrf() ?><?cs if:string.length(Form.Version) ?><input type="hidden" name="versie" value="<?cs var:Form.Version ?>"><?cs /if ?><?cs call:hidden(Form.Hidden) ?>
<?cs each:r = Conflict.Rows ?><div class="field<?cs if:r.Error ?> wrong<?cs /if ?>"><fieldset role="group"<?cs if:r.Error ?> aria-describedby="f-<?cs var:r.Name ?>-fout"<?cs /if ?>>
  <legend><?cs var:r.Label ?></legend><?cs if:r.Error ?>
  <p class="foutmelding" id="f-<?cs var:r.Name ?>-fout"><span class="vh">Fout: </span><?cs var:r.Error ?></p><?cs /if ?>
  <div class="choice"><input type="radio" id="f-<?cs var:r.Name ?>" name="kies-<?cs var:r.Name ?>" value="mijn"<?cs if:r.Choice == "mijn" ?> checked<?cs /if ?>><label for="f-<?cs var:r.Name ?>"><span class="sub">Van u</span><?cs if:string.length(r.Mine) ?><?cs var:r.Mine ?><?cs else ?><span class="none">leeg</span><?cs /if ?></label></div>
  <div class="choice"><input type="radio" id="f-<?cs var:r.Name ?>-hun" name="kies-<?cs var:r.Name ?>" value="hun"<?cs if:r.Choice == "hun" ?> checked<?cs /if ?>><label for="f-<?cs var:r.Name ?>-hun"><span class="sub">Van <?cs var:Conflict.Who ?></span><?cs if:string.length(r.Theirs) ?><?cs var:r.Theirs ?><?cs else ?><span class="none">leeg</span><?cs /if ?></label></div>
</fieldset></div>
<?cs /each ?><div class="buttons"><button class="button primary"><?cs var:Form.Submit ?></button><?cs if:Form.Cancel ?> <a class="button quiet" href="<?cs var:Form.Cancel ?>">Annuleren</a><?cs /if ?></div>
</form>
<?cs include:"bottom.cs" ?>
