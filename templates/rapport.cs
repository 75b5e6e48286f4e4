<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_list.cs" ?>
<?cs call:notices() ?>
<?cs call:actions() ?>
<?cs call:cards() ?>
<?cs call:filters() ?><?cs if:Chart.Height ?>
<div class="chart"><svg width="100%" height="<?cs var:Chart.Height ?>" role="img" aria-labelledby="grafiek-titel" aria-describedby="grafiek-uitleg">
<title id="grafiek-titel"><?cs var:Chart.Title ?></title>
<desc id="grafiek-uitleg"><?cs var:Chart.Text ?></desc><?cs each:b = Chart.Bars ?>
<text x="0" y="<?cs var:b.TextY ?>"><?cs var:b.Label ?></text><rect x="0" y="<?cs var:b.BarY ?>" width="<?cs var:b.Share ?>" height="14"></rect><?cs /each ?></svg></div><?cs /if ?>
<?cs call:table(Table) ?>
<?cs include:"bottom.cs" ?>
