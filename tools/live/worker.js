// The worker with the Python of the page. It is sent the files of the runtime once, and then, for each run, the code of all
// cells. Of the runtime nothing is fetched: it comes as text, so that a page that was opened from a file can have it too.
const ADDRESS = "https://live.invalid/"         // which Pyodide asks for the files it is given here

async function unpacked(text) {
  const zipped = await fetch(`data:application/octet-stream;base64,${text}`)
  return new Response(zipped.body.pipeThrough(new DecompressionStream("gzip")))
}

async function imported(text) {
  const script = await (await unpacked(text)).text()
  return import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))
}

async function start(files) {
  const original = fetch
  self.fetch = async (address, ...rest) => {
    const name = String(address).replace(ADDRESS, "")
    if (!files[name]) return original(address, ...rest)
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/zip"
    return new Response((await unpacked(files[name])).body, { headers: { "Content-Type": type } })
  }
  const [{ loadPyodide }, module] = await Promise.all([imported(files["pyodide.mjs"]), imported(files["pyodide.asm.mjs"])])
  const packages = unpacked(files["packages.zip"]).then((response) => response.arrayBuffer())
  const python = await loadPyodide({
    indexURL: ADDRESS, packageBaseUrl: ADDRESS, stdLibURL: `${ADDRESS}stdlib.zip`, createPyodideModule: module.default,
    lockFileContents: await (await unpacked(files["pyodide-lock.json"])).json(),
  })
  python.unpackArchive(await packages, "zip", { extractDir: "/packages" })
  python.runPython("import sys; sys.path.insert(0, '/packages'); import absent; absent.install()")
  return python.pyimport("cells")
}

// MathJax as the build uses it (extensions/typeset.py); its function typeset says in JSON what is wrong, and the HTML.
async function startMathJax(file) {
  (0, eval)(await (await unpacked(file)).text())
  await MathJax.startup.promise
}

// Of a list every second part is LaTeX; what MathJax refuses is shown as it is.
function set(latex, display) {
  const [problem, html] = JSON.parse(typeset(latex.replaceAll("\\underline{", "\\class{changed}{"), display))
  return problem ? latex : { html, latex }
}

function typesetAll(answer) {
  for (const output of answer.outputs) {
    if (output.formula) output.formula = set(output.formula, true)
    if (output.rows) output.rows = output.rows.map((row) => row.map((cell) => cell.map((part, i) => i % 2 ? set(part, false) : part)))
  }
  return answer
}

let cells
onmessage = async ({ data }) => {
  try {
    if (data.files) {
      [cells] = await Promise.all([start(data.files), startMathJax(data.files["mathjax.js"])])
      postMessage({ ready: true })
    } else {
      postMessage({ answer: typesetAll(JSON.parse(cells.answer(JSON.stringify(data.task)))) })
    }
  } catch (problem) {
    postMessage({ failed: problem.message })
  }
}
