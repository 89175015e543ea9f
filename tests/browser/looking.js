// What a page looks like, for the tests: lists of what is wrong, each entry saying where.
(() => {
  const SLACK = 1.5;
  const name = (node) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    return `${element.tagName}.${element.getAttribute("class") ?? ""}: ${node.textContent.slice(0, 40)}`;
  };
  const hidden = (element) => element.closest(".unseen, .skip, title, desc, style, head") !== null;
  const texts = (() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.textContent.trim() && !hidden(node.parentElement)) found.push(node);
    }
    return found;
  })();
  const boxes = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width && box.height);
  };
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const drawn = (mark) => mark.getClientRects().length > 0;
  const inside = (box, frame) =>
    box.left >= frame.left - SLACK && box.right <= frame.right + SLACK &&
    box.top >= frame.top - SLACK && box.bottom <= frame.bottom + SLACK;
  return {
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    texts: texts.length,
    cut: texts.filter((node) => {
      if (node.parentElement.closest(".scroll")) return false;
      const width = document.documentElement.clientWidth;
      return boxes(node).some((box) => box.left < -SLACK || box.right > width + SLACK);
    }).map(name),
    clipped: [...document.body.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      const clips = style.overflowX === "hidden" || style.overflowX === "clip";
      return clips && element.scrollWidth > element.clientWidth + 1 && !hidden(element)
        && !(element instanceof SVGElement);
    }).map(name),
    spilling: [...document.querySelectorAll("div, p, li, dd, dt, th, td, figcaption, h1, h2, h3, h4, h5, .step > *")]
      .filter((element) => {
        const scrolls = getComputedStyle(element).overflowX === "auto";
        return element.scrollWidth > element.clientWidth + 1 && !scrolls && !hidden(element)
          && getComputedStyle(element).display !== "inline" && !element.querySelector("svg, .scroll");
      }).map(name),
    unscrollable: [...document.querySelectorAll(".scroll")].filter((element) =>
      element.scrollWidth > element.clientWidth
      && (getComputedStyle(element).overflowX !== "auto" || element.tabIndex !== 0)).map(name),
    outside: [...document.querySelectorAll("svg.plot text")].filter(drawn).filter((text) =>
      !inside(text.getBoundingClientRect(), text.closest("svg.plot").getBoundingClientRect()))
      .map(name),
    astray: [...document.querySelectorAll("svg.plot :is(line, circle, rect, path)")].filter(drawn).filter((mark) => {
      const box = mark.getBoundingClientRect();
      const frame = mark.closest("svg.plot").getBoundingClientRect();
      return box.left < frame.left - 12 || box.right > frame.right + 12
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    }).map(name),
    overlapping: [...document.querySelectorAll("svg.plot")].flatMap((plot) => {
      const named = [...plot.querySelectorAll("text")].filter(drawn).map((text) => [text, text.getBoundingClientRect()]);
      return named.flatMap(([text, box], at) => named.slice(at + 1).filter(([, other]) =>
        box.left < other.right - SLACK && other.left < box.right - SLACK
        && box.top < other.bottom - SLACK * 2 && other.top < box.bottom - SLACK * 2)
        .map(([other]) => `${text.textContent} over ${other.textContent} in ${name(plot)}`));
    }),
    small: texts.filter((node) =>
      parseFloat(getComputedStyle(node.parentElement).fontSize) < 11).map(name),
    faint: texts.filter((node) => {
      const style = getComputedStyle(node.parentElement);
      const colour = node.parentElement instanceof SVGElement ? style.fill : style.color;
      return contrast(colour, behind(node.parentElement)) < 4.5;
    }).map(name),
    pale: [...document.querySelectorAll(".bar, .point, .span, .cap, circle.mean, .said, .dot")]
      .filter((mark) => {
        const style = getComputedStyle(mark);
        const colours = [style.fill, style.stroke].filter((each) => each.startsWith("rgb"));
        return !colours.some((colour) => contrast(colour, behind(mark)) >= 3);
      }).map(name),
  };
})()
