<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?>
<?cs call:relation_head() ?>
<?cs call:notices() ?>
<section class="job <?cs if:Job.State == "klaar" ?>done<?cs elif:Job.State == "mislukt" || Job.State == "verlopen" ?>failed<?cs else ?>busy<?cs /if ?>" aria-labelledby="job">
  <h2 id="job"><?cs var:Job.Title ?></h2><?cs if:Job.State == "wacht" || Job.State == "bezig" ?>
  <progress max="100" value="<?cs var:Job.Percent ?>" aria-labelledby="job"><?cs var:Job.Percent ?>%</progress>
  <p role="status"><?cs if:Job.State == "wacht" ?>Wacht op een beurt<?cs else ?><?cs var:Job.Percent ?>% klaar<?cs /if ?><?cs if:Job.Steps ?>, stap <?cs var:Job.Step ?> van <?cs var:Job.Steps ?><?cs /if ?></p><?cs /if ?><?cs if:string.length(Job.Text) ?>
  <p><?cs var:Job.Text ?></p><?cs /if ?><?cs if:Job.Href ?>
  <p class="buttons"><a class="button primary" href="<?cs var:Job.Href ?>"><span><?cs var:Job.Label ?><?cs if:string.length(Job.Size) ?> <span class="size">(<?cs var:Job.Size ?>)</span><?cs /if ?></span></a></p><?cs /if ?><?cs if:Job.Until || Job.Sha256 ?>
  <dl class="show"><?cs if:string.length(Job.Until) ?><div><dt>Te downloaden tot en met</dt><dd><?cs var:Job.Until ?></dd></div><?cs /if ?><?cs if:string.length(Job.Sha256) ?><div><dt>Controlegetal (SHA-256)</dt><dd><code><?cs var:Job.Sha256 ?></code></dd></div><?cs /if ?></dl><?cs /if ?>
</section>
<?cs call:actions() ?>
<?cs call:links() ?>
<?cs include:"bottom.cs" ?>
