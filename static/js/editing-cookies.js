// Wagtail's sidebar remembers its state in a cookie for the whole site. Public pages must see no
// cookie at all, so every cookie that a script sets here is narrowed to the staff path.
(() => {
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  const staffPath = `/${location.pathname.split("/")[1]}/`;
  Object.defineProperty(document, "cookie", {
    configurable: true,
    get: () => cookie.get.call(document),
    set: (text) => {
      const kept = text.split(";").filter((part) => !/^\s*path\s*=/i.test(part));
      cookie.set.call(document, `${kept.join(";")}; path=${staffPath}`);
    },
  });
})();
