import { defer, delay, type Observable } from 'rxjs';
import type { Image } from 'rivulet';
import type { Script } from 'rivulet/agents/scripted';

const requirements = `Requirements for “Understory”, a blog about the environment:

1. Readers find field notes, guides and interviews by place, season and topic.
2. Writers draft in plain text, add photographs with their source, and see a preview.
3. Every claim can carry a footnote that leads to a study or a public data set.
4. A page weighs less than 200 kB, works without scripts, and reads well on a small phone.
5. Comments are moderated; nobody is tracked, and there are no advertisements.
6. A calendar shows local events: clean-ups, bird counts, repair evenings.`;

const description = `Understory is a quiet place to read about the living ground beneath us: peat and mycelium, rivers that come back, and the people who look after them. Each article begins with a place and ends with something that can be done there.

Theme: paper white and moss green, with the orange of lichen for what can be pressed. Headings are set in a warm serif, texts in a wide line of about 66 letters. The motto comes from Japan: 里山, the tended land between village and mountain. 🌿`;

const brief = `A round emblem, flat and colourful: a young leaf whose midrib is the nib of a pen, rising from layered green hills and a blue river, in front of a large warm sun. No letters, calm edges, on white.`;

const code = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Understory – notes from the living ground</title>
    <style>
      :root { --paper: #fdfcf7; --moss: #3f6b3a; --lichen: #d9782d; }
      body { margin: 0 auto; max-width: 66ch; padding: 2rem;
             background: var(--paper); font: 1.1rem/1.6 system-ui; }
      h1, h2 { font-family: Georgia, serif; color: var(--moss); }
      a { color: var(--lichen); }
    </style>
  </head>
  <body>
    <header>
      <img src="logo.png" alt="A leaf that is also a pen" width="72">
      <h1>Understory</h1>
      <nav><a href="/places">Places</a> <a href="/seasons">Seasons</a>
           <a href="/events">Events</a></nav>
    </header>
    <article>
      <h2>The bog that breathes again</h2>
      <p>Ten years after the ditches were closed, the sundew is back.<a
         href="#n1"><sup>1</sup></a></p>
      <p><a href="/places/bog">What you can do there this month →</a></p>
      <footer id="n1">1. Water levels 2014–2024, regional office.</footer>
    </article>
  </body>
</html>`;

const logo = (): Observable<Image> =>
  defer(async (): Promise<Image> => {
    const { Resvg } = await import('@resvg/resvg-js');
    return { _tag: 'Image', mime: 'image/png', bytes: new Resvg(emblem).render().asPng() };
  }).pipe(delay(1500));

const emblem = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
  <defs>
    <clipPath id="round"><circle cx="256" cy="256" r="232"/></clipPath>
    <linearGradient id="sky" x2="0" y2="1">
      <stop offset="0" stop-color="#fbd786"/><stop offset="0.75" stop-color="#f7797d"/>
    </linearGradient>
    <linearGradient id="leaf" x1="0" y1="1" x2="1" y2="0">
      <stop offset="0" stop-color="#2e7d46"/><stop offset="1" stop-color="#a8e063"/>
    </linearGradient>
  </defs>
  <rect width="512" height="512" fill="#fff"/>
  <g clip-path="url(#round)">
    <rect width="512" height="512" fill="url(#sky)"/>
    <circle cx="256" cy="214" r="124" fill="#ffe9a8"/>
    <path d="M0 352 Q120 262 250 338 T512 300 V512 H0Z" fill="#6fb98f"/>
    <path d="M0 396 Q150 312 300 384 T512 366 V512 H0Z" fill="#2c7873"/>
    <path d="M352 374 C330 396 372 410 344 432 S270 462 250 512 H404 C376 490 420 462 386 440 S352 404 366 374Z" fill="#5ab4e5"/>
    <path d="M0 452 Q90 398 190 462 T240 512 H0Z" fill="#1d4d4f"/>
    <path d="M250 424 C116 330 150 168 318 96 C392 236 366 356 250 424Z" fill="url(#leaf)"/>
    <path d="M250 424 C258 330 276 236 318 96" fill="none" stroke="#fdfcf7" stroke-width="9" stroke-linecap="round"/>
    <path d="M262 330 Q216 308 186 262 M270 282 Q236 258 214 206 M262 340 Q312 312 344 258 M272 288 Q306 262 334 206"
      fill="none" stroke="#fdfcf7" stroke-width="6" stroke-linecap="round"/>
    <path d="M236 398 L268 402 L250 456Z" fill="#1d4d4f"/>
    <circle cx="251" cy="415" r="5" fill="#fdfcf7"/>
  </g>
  <circle cx="256" cy="256" r="232" fill="none" stroke="#1d4d4f" stroke-width="12"/>
</svg>`;

/** What the tasks of the blog are answered, by the beginnings of their instructions. */
export const answers: Script = {
  'Identify requirements': requirements,
  'Generate the website description': description,
  'Generate short image description': brief,
  'Design logo': logo(),
  'Generate code': code,
};
