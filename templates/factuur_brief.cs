<?cs include:"top.cs" ?><?cs include:"macros.cs" ?>
<?cs call:notices() ?>
<article class="letter">
<div class="from"><?cs each:l = Letter.From ?><p><?cs var:l ?></p><?cs /each ?></div>
<div class="to"><?cs each:l = Letter.To ?><p><?cs var:l ?></p><?cs /each ?></div>
<dl class="about"><?cs each:f = Letter.Facts ?><div><dt><?cs var:f.Label ?></dt><dd><?cs var:f.Value ?></dd></div><?cs /each ?></dl><?cs if:string.length(Letter.Subject) ?>
<p class="subject"><?cs var:Letter.Subject ?></p><?cs /if ?>
<?cs call:table(Table) ?>
<?cs each:t = Tables ?><?cs call:table(t) ?>
<?cs /each ?><p class="total"><strong>Totaal <?cs var:Letter.Total ?></strong>, waarvan btw <?cs var:Letter.Vat ?></p><?cs if:string.length(Letter.Pay) ?>
<p class="pay"><?cs var:Letter.Pay ?></p><?cs /if ?>
</article>
<?cs include:"bottom.cs" ?>
