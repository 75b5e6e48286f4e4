<?cs # What every page needs, the error page too: that one is parsed at start-up in each worker, and the rest of the vocabulary would cost it 200 KiB. ?>

<?cs def:csrf() ?><input type="hidden" name="csrf" value="<?cs var:Csrf ?>"><?cs /def ?>

<?cs def:hidden(list) ?><?cs each:h = list ?><input type="hidden" name="<?cs var:h.Name ?>" value="<?cs var:h.Value ?>"><?cs /each ?><?cs /def ?>
