</main>
<footer class="foot"><div class="wide">
  <p class="help"><strong>Hulp nodig?</strong> <?cs if:Site.Help.Href ?><a href="<?cs var:Site.Help.Href ?>"><?cs if:Site.Help.Label ?><?cs var:Site.Help.Label ?><?cs else ?>Neem contact op met <?cs var:Site.Controller ?><?cs /if ?></a><?cs else ?>Neem contact op met <?cs var:Site.Controller ?>.<?cs /if ?></p>
  <p><?cs var:Site.Product ?> van <?cs var:Site.Controller ?></p>
</div></footer>
</body>
</html>
