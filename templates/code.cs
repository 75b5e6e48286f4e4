<?cs include:"top.cs" ?><?cs include:"macros_head.cs" ?><?cs include:"macros_form.cs" ?>
<?cs call:notices() ?><?cs if:Code.MailDown ?>
<div class="notice warn" role="status"><p class="title">De e-mail wacht nog</p><p>Ons e-mailprogramma werkt nu niet. Uw code wordt verstuurd zodra het weer werkt. U hoeft niets opnieuw te doen: laat deze pagina open staan.</p></div><?cs /if ?><?cs if:Code.Address ?>
<p>Wij hebben een code gestuurd naar <strong class="nowrap"><?cs var:Code.Address ?></strong>. De code bestaat uit 6 cijfers.</p><?cs /if ?>
<?cs call:form(Form) ?><?cs if:Code.Resend.Action ?>
<section class="group"><h2>Geen code gekregen?</h2>
<p>Het kan een paar minuten duren. Kijk ook bij ongewenste e-mail.</p>
<form class="inline" method="post" action="<?cs var:Code.Resend.Action ?>" novalidate><?cs call:csrf() ?><button class="button plain">Stuur een nieuwe code</button></form></section><?cs /if ?>
<?cs call:links() ?>
<?cs include:"bottom.cs" ?>
