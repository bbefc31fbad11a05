from firsthand.api import Page as Page
from firsthand.api import read as read
from firsthand.api import read_many as read_many
from firsthand.errors import FirsthandError as FirsthandError
from firsthand.errors import InputError as InputError
from firsthand.model import Article as Article
from firsthand.model import Basis as Basis
from firsthand.model import Failure as Failure
from firsthand.model import Hedge as Hedge
from firsthand.model import Knowledge as Knowledge
from firsthand.model import Reading as Reading
from firsthand.model import Source as Source
from firsthand.model import Span as Span
from firsthand.model import Statement as Statement
from firsthand.pipeline import Reader as Reader
from firsthand.reading import ReadingOptions as ReadingOptions

__all__: list[str]
__version__: str
